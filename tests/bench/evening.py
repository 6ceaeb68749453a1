def measure(server, environ, database):
    return []
