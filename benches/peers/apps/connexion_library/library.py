"""Books and loans, written against library.yaml."""
import datetime
import pathlib
import uuid

import connexion

BOOKS = {}
LOANS = {}


def _keep(book):
    book = dict(book, id=str(uuid.uuid4()))
    BOOKS[book["id"]] = book
    return book


_keep({"title": "Emma", "author": "Jane Austen", "pages": 474, "genres": ["novel"]})


def list_books(genre=None, offset=0, limit=10, sort="title"):
    books = [book for book in BOOKS.values() if genre is None or genre in book["genres"]]
    books.sort(key=lambda book: book[sort])
    return {"total": len(books), "items": books[offset : offset + limit]}


def add_book(body):
    if any(book.get("isbn") == body.get("isbn") for book in BOOKS.values() if body.get("isbn")):
        return {"message": "this ISBN is known"}, 409
    return _keep(body), 201


def read_book(book_id):
    book = BOOKS.get(book_id)
    return book if book else ({"message": "no such book"}, 404)


def replace_book(book_id, body):
    if book_id not in BOOKS:
        return {"message": "no such book"}, 404
    BOOKS[book_id] = dict(body, id=book_id)
    return BOOKS[book_id]


def delete_book(book_id):
    if BOOKS.pop(book_id, None) is None:
        return {"message": "no such book"}, 404
    return None, 204


def lend_book(book_id, body):
    if book_id not in BOOKS:
        return {"message": "no such book"}, 404
    if any(loan["book_id"] == book_id and not loan["returned"] for loan in LOANS.values()):
        return {"message": "the book is lent"}, 409
    start = datetime.date.fromisoformat(body["from"])
    loan = {
        "id": len(LOANS) + 1,
        "book_id": book_id,
        "reader": body["reader"],
        "from": start.isoformat(),
        "due": (start + datetime.timedelta(days=body.get("days", 14))).isoformat(),
        "returned": False,
    }
    LOANS[loan["id"]] = loan
    return loan, 201


def list_loans(book_id):
    return [loan for loan in LOANS.values() if loan["book_id"] == book_id]


def return_loan(loan_id):
    loan = LOANS[loan_id]
    loan["returned"] = True
    return loan


def statistics(by="genre"):
    counts = {}
    for book in BOOKS.values():
        for key in book["genres"] if by == "genre" else [book["author"]]:
            counts[key] = counts.get(key, 0) + 1
    return {"counts": counts, "average_pages": sum(book.get("pages", 0) for book in BOOKS.values()) / len(BOOKS)}


def check_key(key, required_scopes=None):
    return {"sub": "librarian"} if key == "library-key" else None


app = connexion.FlaskApp(__name__, specification_dir=pathlib.Path(__file__).parent)
app.add_api("library.yaml")
