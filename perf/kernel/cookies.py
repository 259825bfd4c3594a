"""What we leave in a browser: out of reach of scripts, for this host alone, over https alone where it is not allowed otherwise."""
from flask import current_app


def named(name):
    """What a cookie is called: browsers keep `__Host-` ones for this very host, and only over https."""
    return name if allows_http() else f"__Host-{name}"


def keep(response, name, value, seconds):
    response.set_cookie(name, value, max_age=int(seconds), httponly=True, samesite="Lax", path="/", secure=not allows_http())
    return response


def drop(response, name):
    response.delete_cookie(name, secure=not allows_http(), httponly=True, samesite="Lax")
    return response


def allows_http():
    return current_app.config["ALLOW_HTTP"]
