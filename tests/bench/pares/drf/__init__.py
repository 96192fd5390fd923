"""Plain Django REST framework, as one writes it from its tutorial, with persistent connections.

Models with foreign keys, ModelSerializer, ModelViewSet, the default router and pagination, a token
that reads its user, an overlap check by `exists()`. The tables are its own, in a schema of its own.
"""
