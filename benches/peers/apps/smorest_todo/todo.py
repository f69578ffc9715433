"""Projects and their tasks, on Flask and flask-smorest."""
import datetime
import itertools

import marshmallow as ma
from flask import Flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint, abort

app = Flask(__name__)
app.config.update(
    API_TITLE="Todo",
    API_VERSION="v1",
    OPENAPI_VERSION="3.0.3",
    OPENAPI_URL_PREFIX="/",
    OPENAPI_JSON_PATH="openapi.json",
)
api = Api(app)
numbers = itertools.count(1)
projects = {}
tasks = {}


class ProjectSchema(ma.Schema):
    id = ma.fields.Int(dump_only=True)
    name = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60))
    color = ma.fields.Str(validate=ma.validate.Regexp(r"^#[0-9a-f]{6}$"), load_default="#000000")
    archived = ma.fields.Bool(load_default=False)


class TaskSchema(ma.Schema):
    id = ma.fields.Int(dump_only=True)
    project_id = ma.fields.Int(dump_only=True)
    title = ma.fields.Str(required=True, validate=ma.validate.Length(1, 120))
    priority = ma.fields.Int(validate=ma.validate.Range(1, 5), load_default=3)
    due = ma.fields.Date(allow_none=True)
    estimate_hours = ma.fields.Float(validate=ma.validate.Range(min=0))
    labels = ma.fields.List(ma.fields.Str(), load_default=list)
    done = ma.fields.Bool(load_default=False)


class TaskQuery(ma.Schema):
    done = ma.fields.Bool()
    label = ma.fields.Str()
    due_within_days = ma.fields.Int()


class MoveSchema(ma.Schema):
    project_id = ma.fields.Int(required=True)


blp = Blueprint("projects", "projects", url_prefix="/projects", description="Projects")


@blp.route("/")
class Projects(MethodView):
    @blp.response(200, ProjectSchema(many=True))
    @blp.paginate(max_page_size=50)
    def get(self, pagination_parameters):
        """List projects"""
        pagination_parameters.item_count = len(projects)
        first = pagination_parameters.first_item
        return list(projects.values())[first : pagination_parameters.last_item + 1]

    @blp.arguments(ProjectSchema)
    @blp.response(201, ProjectSchema)
    def post(self, data):
        """Start a project"""
        data["id"] = next(numbers)
        projects[data["id"]] = data
        return data


@blp.route("/<int:project_id>")
class OneProject(MethodView):
    @blp.response(200, ProjectSchema)
    @blp.alt_response(404, schema=None, description="No such project")
    def get(self, project_id):
        """Read a project"""
        if project_id not in projects:
            abort(404, message="No such project.")
        return projects[project_id]

    @blp.arguments(ProjectSchema)
    @blp.response(200, ProjectSchema)
    def put(self, data, project_id):
        """Replace a project"""
        if project_id not in projects:
            abort(404, message="No such project.")
        projects[project_id] = dict(data, id=project_id)
        return projects[project_id]

    @blp.response(204)
    def delete(self, project_id):
        """Delete a project with its tasks"""
        del projects[project_id]
        for number in [task["id"] for task in tasks.values() if task["project_id"] == project_id]:
            del tasks[number]


@blp.route("/<int:project_id>/tasks")
class Tasks(MethodView):
    @blp.arguments(TaskQuery, location="query")
    @blp.response(200, TaskSchema(many=True))
    def get(self, query, project_id):
        """List the tasks of a project"""
        found = [task for task in tasks.values() if task["project_id"] == project_id]
        if "done" in query:
            found = [task for task in found if task["done"] == query["done"]]
        if "label" in query:
            found = [task for task in found if query["label"] in task["labels"]]
        if "due_within_days" in query:
            last = datetime.date.today() + datetime.timedelta(days=query["due_within_days"])
            found = [task for task in found if task.get("due") and task["due"] <= last]
        return found

    @blp.arguments(TaskSchema)
    @blp.response(201, TaskSchema)
    def post(self, data, project_id):
        """Add a task"""
        if project_id not in projects:
            abort(404, message="No such project.")
        data.update(id=next(numbers), project_id=project_id)
        tasks[data["id"]] = data
        return data


items = Blueprint("tasks", "tasks", url_prefix="/tasks", description="Tasks")


@items.route("/<int:task_id>")
class OneTask(MethodView):
    @items.response(200, TaskSchema)
    def get(self, task_id):
        """Read a task"""
        if task_id not in tasks:
            abort(404, message="No such task.")
        return tasks[task_id]

    @items.arguments(TaskSchema(partial=True))
    @items.response(200, TaskSchema)
    def patch(self, data, task_id):
        """Change a task"""
        if task_id not in tasks:
            abort(404, message="No such task.")
        tasks[task_id].update(data)
        return tasks[task_id]

    @items.response(204)
    def delete(self, task_id):
        """Delete a task"""
        if tasks.pop(task_id, None) is None:
            abort(404, message="No such task.")


@items.route("/<int:task_id>/move")
class Move(MethodView):
    @items.arguments(MoveSchema)
    @items.response(200, TaskSchema)
    def post(self, data, task_id):
        """Move a task to another project"""
        if task_id not in tasks:
            abort(404, message="No such task.")
        if data["project_id"] not in projects:
            abort(409, message="No such project to move to.")
        tasks[task_id]["project_id"] = data["project_id"]
        return tasks[task_id]


api.register_blueprint(blp)
api.register_blueprint(items)
