"""Control requests of the tests: the log, listeners for one test, and reloads of nginx."""

from exchange import Request, as_json
from http1 import Connection
from routes import response, route

# Set by peers.py.
STATE: dict = {}


@route("/log")
def log(request: Request, connection: Connection):
    """Returns the requests with an id or the connections of a listener; `wait=MS` waits until all have ended."""
    query = request.query
    journal = connection.journal
    wait = min(query.seconds("wait"), 20.0)
    if "listener" in query:
        facts = journal.listener(query["listener"], wait)
    elif "proxy" in query:
        facts = {"lines": STATE["proxy_log"](query["proxy"], query.get("about", ""))}
    else:
        facts = {"requests": journal.requests(request.identifier, wait)}
    yield response(request, as_json(facts))


@route("/listen")
def listen(request: Request, connection: Connection):
    """Opens a listener as the query describes it and returns its port and its name in the log."""
    yield response(request, as_json(STATE["listen"](request.query)))


@route("/reload")
def reload(request: Request, connection: Connection):
    """Reloads the configuration of nginx, as `nginx -s reload` does."""
    yield response(request, as_json({"status": STATE["reload"]()}))
