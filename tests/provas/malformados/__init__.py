"""The malformed corpus: what a client may send by mistake or on purpose, in every operation.

Everything comes from the OpenAPI document, so that a new operation is attacked by itself.
"""
