"""A small shop: a login, products, customers and their orders, in SQLite."""
import datetime
import enum
import secrets
import sqlite3

from fastapi import Depends, FastAPI, HTTPException, Query, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

app = FastAPI(title="Shop", version="1.0.0")
login = OAuth2PasswordBearer(tokenUrl="token")
tokens: dict[str, str] = {}
USERS = {"ann": "correct horse"}

db = sqlite3.connect(":memory:", check_same_thread=False)
db.row_factory = sqlite3.Row
db.executescript(
    """
    create table product (id integer primary key, sku text unique, name text, price_cents integer, tags text);
    create table customer (id integer primary key, name text, email text);
    create table orders (id integer primary key, customer_id integer, status text, placed text);
    create table line (order_id integer, product_id integer, quantity integer, note text);
    insert into product (sku, name, price_cents, tags) values ('TEA-1', 'Green tea', 499, 'tea,green');
    insert into customer (name, email) values ('Bob', 'bob@example.com');
    """
)


class Error(BaseModel):
    detail: str


class ProductIn(BaseModel):
    sku: str = Field(min_length=3, max_length=20)
    name: str = Field(min_length=1, max_length=80)
    price_cents: int = Field(ge=0)
    tags: list[str] = []


class Product(ProductIn):
    id: int


class ProductChange(BaseModel):
    name: str | None = Field(None, min_length=1, max_length=80)
    price_cents: int | None = Field(None, ge=0)


class CustomerIn(BaseModel):
    name: str = Field(max_length=100)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")


class Customer(CustomerIn):
    id: int


class Status(str, enum.Enum):
    open = "open"
    paid = "paid"
    sent = "sent"
    cancelled = "cancelled"


class Line(BaseModel):
    product_id: int
    quantity: int = Field(1, ge=1, le=1000)
    note: str | None = None


class OrderIn(BaseModel):
    lines: list[Line] = Field(min_length=1)


class Order(BaseModel):
    id: int
    customer_id: int
    status: Status
    placed: datetime.datetime
    lines: list[Line]


class Token(BaseModel):
    access_token: str
    token_type: str


def user(token: str = Depends(login)) -> str:
    if token not in tokens:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Not logged in", headers={"WWW-Authenticate": "Bearer"})
    return tokens[token]


def one(table: str, number: int) -> sqlite3.Row:
    row = db.execute(f"select * from {table} where id = ?", (number,)).fetchone()
    if row is None:
        raise HTTPException(404, f"No such {table}")
    return row


def product_of(row: sqlite3.Row) -> Product:
    tags = row["tags"].split(",") if row["tags"] else []
    return Product(id=row["id"], sku=row["sku"], name=row["name"], price_cents=row["price_cents"], tags=tags)


def order_of(row: sqlite3.Row) -> Order:
    lines = db.execute("select product_id, quantity, note from line where order_id = ?", (row["id"],))
    return Order(**{name: row[name] for name in ("id", "customer_id", "status", "placed")}, lines=[Line(**dict(line)) for line in lines])


MISSING = {404: {"model": Error}}
GUARDED = {401: {"model": Error}}


@app.post("/token", response_model=Token, responses={400: {"model": Error}})
def log_in(form: OAuth2PasswordRequestForm = Depends()):
    if USERS.get(form.username) != form.password:
        raise HTTPException(400, "Wrong name or password")
    token = secrets.token_hex(16)
    tokens[token] = form.username
    return Token(access_token=token, token_type="bearer")


@app.get("/products", response_model=list[Product])
def list_products(q: str | None = Query(None, max_length=50), skip: int = 0, limit: int = Query(20, ge=1, le=100)):
    rows = db.execute(
        "select * from product where name like ? order by id limit ? offset ?", (f"%{q or ''}%", limit, skip)
    ).fetchall()
    return [product_of(row) for row in rows]


@app.post("/products", response_model=Product, status_code=201, responses=GUARDED)
def add_product(product: ProductIn, who: str = Depends(user)):
    cursor = db.execute(
        "insert into product (sku, name, price_cents, tags) values (?, ?, ?, ?)",
        (product.sku, product.name, product.price_cents, ",".join(product.tags)),
    )
    db.commit()
    return product_of(one("product", cursor.lastrowid))


@app.get("/products/{product_id}", response_model=Product, responses=MISSING)
def read_product(product_id: int):
    return product_of(one("product", product_id))


@app.patch("/products/{product_id}", response_model=Product, responses={**MISSING, **GUARDED})
def change_product(product_id: int, change: ProductChange, who: str = Depends(user)):
    one("product", product_id)
    for name, value in change.model_dump(exclude_unset=True).items():
        db.execute(f"update product set {name} = ? where id = ?", (value, product_id))
    db.commit()
    return product_of(one("product", product_id))


@app.delete("/products/{product_id}", status_code=204, responses={**MISSING, **GUARDED})
def remove_product(product_id: int, who: str = Depends(user)):
    one("product", product_id)
    db.execute("delete from product where id = ?", (product_id,))
    db.commit()


@app.get("/customers", response_model=list[Customer], responses=GUARDED)
def list_customers(who: str = Depends(user)):
    return [Customer(**dict(row)) for row in db.execute("select * from customer order by id")]


@app.post("/customers", response_model=Customer, status_code=201, responses=GUARDED)
def add_customer(customer: CustomerIn, who: str = Depends(user)):
    cursor = db.execute("insert into customer (name, email) values (?, ?)", (customer.name, customer.email))
    db.commit()
    return Customer(**dict(one("customer", cursor.lastrowid)))


@app.get("/customers/{customer_id}", response_model=Customer, responses=GUARDED)
def read_customer(customer_id: int, who: str = Depends(user)):
    return Customer(**dict(one("customer", customer_id)))


@app.put("/customers/{customer_id}", response_model=Customer, responses={**MISSING, **GUARDED})
def replace_customer(customer_id: int, customer: CustomerIn, who: str = Depends(user)):
    one("customer", customer_id)
    db.execute("update customer set name = ?, email = ? where id = ?", (customer.name, customer.email, customer_id))
    db.commit()
    return Customer(**dict(one("customer", customer_id)))


@app.delete("/customers/{customer_id}", status_code=204, responses={**MISSING, **GUARDED})
def remove_customer(customer_id: int, who: str = Depends(user)):
    db.execute("delete from customer where id = ?", (customer_id,))
    db.commit()


@app.get("/customers/{customer_id}/orders", response_model=list[Order], responses={**MISSING, **GUARDED})
def list_orders(customer_id: int, state: Status | None = None, who: str = Depends(user)):
    one("customer", customer_id)
    rows = db.execute("select * from orders where customer_id = ?", (customer_id,)).fetchall()
    return [order_of(row) for row in rows if state is None or row["status"] == state]


@app.post(
    "/customers/{customer_id}/orders", response_model=Order, status_code=201, responses={**MISSING, **GUARDED}
)
def place_order(customer_id: int, order: OrderIn, who: str = Depends(user)):
    one("customer", customer_id)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    cursor = db.execute("insert into orders (customer_id, status, placed) values (?, 'open', ?)", (customer_id, now))
    for line in order.lines:
        db.execute(
            "insert into line values (?, ?, ?, ?)", (cursor.lastrowid, line.product_id, line.quantity, line.note)
        )
    db.commit()
    return order_of(one("orders", cursor.lastrowid))


@app.get("/customers/{customer_id}/orders/{order_id}", response_model=Order, responses={**MISSING, **GUARDED})
def read_order(customer_id: int, order_id: int, who: str = Depends(user)):
    return order_of(one("orders", order_id))


@app.post(
    "/customers/{customer_id}/orders/{order_id}/cancel",
    response_model=Order,
    responses={**MISSING, **GUARDED, 409: {"model": Error}},
)
def cancel_order(customer_id: int, order_id: int, who: str = Depends(user)):
    row = one("orders", order_id)
    if row["status"] != "open":
        raise HTTPException(409, "Only an open order can be cancelled")
    db.execute("update orders set status = 'cancelled' where id = ?", (order_id,))
    db.commit()
    return order_of(one("orders", order_id))


@app.get("/customers/{customer_id}/total", responses={**MISSING, **GUARDED})
def total_of(customer_id: int, currency: str = Query("EUR", pattern="^(EUR|USD)$"), who: str = Depends(user)) -> dict[str, int]:
    one("customer", customer_id)
    total = 0
    for row in db.execute(
        "select product_id, quantity from line join orders on orders.id = order_id where customer_id = ?", (customer_id,)
    ).fetchall():
        total += row["quantity"] * product_of(one("product", row["product_id"])).price_cents
    return {currency: total}
