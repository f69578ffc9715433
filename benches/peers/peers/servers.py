"""Servers: installed below the cache folder, started on a free port, ended with all that they started."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent.parent
SCHEMATHESIS = "schemathesis==4.32.5"


def all_servers():
    with open(HERE / "servers.toml", "rb") as file:
        return tomllib.load(file)


def venv(cache, name, packages):
    """A venv with these packages; made once, made anew where the list differs."""
    folder = cache / "env" / name
    stamp = folder / "packages.txt"
    wanted = "\n".join(packages)
    if not (stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True)
        stamp.write_text(wanted)
    return folder


def npm(cache, name, source, packages):
    """A folder with the app's files and what its package.json, or the list, names."""
    folder = cache / "env" / name
    stamp = folder / "packages.txt"
    wanted = "\n".join(packages) or (source / "package.json").read_text()
    if not (stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if packages:
            (folder / "package.json").write_text('{"private": true}')
        else:
            shutil.copy(source / "package.json", folder)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages], cwd=folder, check=True)
        stamp.write_text(wanted)
    if source.exists():
        shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder


def install(cache, name, server):
    app = HERE / "apps" / name
    if "pip" in server:
        return venv(cache, name, server["pip"])
    packages = server["npm"] if isinstance(server["npm"], list) else []
    return npm(cache, name, app, packages)


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A server that runs: `base`, `document` (its address), `spec` (read), `headers`, `user`, `bearer`."""

    def __init__(self, cache, name, server, log):
        self.name, self.server, self.cache = name, server, cache
        env = install(cache, name, server)
        self.data = pathlib.Path(tempfile.mkdtemp(prefix=f"peers-{name}-"))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        app = HERE / "apps" / name
        names = {"here": str(HERE), "env": str(env), "app": str(app), "data": str(self.data), "port": str(self.port)}
        fill = lambda text: text.format(**names) if "{" in text else text  # noqa: E731
        variables = {
            **{k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")},
            "HOME": str(self.data),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "PATH": f"{env}/bin:{os.environ['PATH']}",
            **{k: fill(v) for k, v in server.get("variables", {}).items()},
        }
        cwd = app if app.is_dir() and not server.get("npm") else self.data
        self.log = open(log, "wb")
        for command in server.get("before", []):
            subprocess.run([fill(x) for x in command], cwd=cwd, env=variables, stdout=self.log, stderr=self.log, check=True)
        self.process = subprocess.Popen(
            [fill(x) for x in server["start"]],
            cwd=cwd, env=variables, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )
        try:
            self.wait(server.get("wait", 60))
            self.log_in()
        except BaseException:
            self.end()
            raise

    def wait(self, seconds):
        """Waits until the document is served, and reads it."""
        self.document = self.base + self.server.get("document", "/")
        self.file = None
        end = time.monotonic() + seconds
        while True:
            try:
                if "file" in self.server:  # a server that does not serve its document
                    with socket.create_connection(("127.0.0.1", self.port), 2):
                        self.file = HERE / self.server["file"]
                        self.spec = self.read(self.file.read_bytes())
                        return
                request = urllib.request.Request(self.document, headers=self.server.get("headers", {}))
                with urllib.request.urlopen(request, timeout=20) as answer:
                    self.spec = self.read(answer.read())
                    return
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{self.name} does not start: {error}; see {self.log.name}") from error
                time.sleep(0.2)

    def read(self, text):
        try:
            return json.loads(text)
        except ValueError:  # YAML, which Python itself does not read, but Schemathesis's venv does
            python = venv(self.cache, "schemathesis", [SCHEMATHESIS]) / "bin/python"
            program = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout, default=str)"
            done = subprocess.run([python, "-c", program], input=text, stdout=subprocess.PIPE, check=True)
            return json.loads(done.stdout)

    def log_in(self):
        self.headers = dict(self.server.get("headers", {}))
        self.user, self.bearer = self.server.get("user"), self.server.get("bearer")
        login = self.server.get("login")
        if not login:
            return
        form = login.get("form")
        body = form.encode() if form else json.dumps(login["json"]).encode()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        request = urllib.request.Request(self.base + login["path"], data=body, headers={"Content-Type": kind})
        with urllib.request.urlopen(request, timeout=20) as answer:
            found = json.load(answer)
        for step in login["token"].split("."):
            found = found[step]
        self.bearer = found

    def alive(self):
        return self.process.poll() is None

    def end(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def base_path(spec, document):
    """The path in front of the document's paths."""
    if "basePath" in spec:
        return spec["basePath"].rstrip("/")
    first = (spec.get("servers") or [{"url": "/"}])[0]
    url = first["url"]
    for name, variable in first.get("variables", {}).items():
        url = url.replace("{" + name + "}", str(variable.get("default", "")))
    return urllib.parse.urlsplit(urllib.parse.urljoin(document, url)).path.rstrip("/")
