"""Servers that are measured side by side: how each is started, pushed to and pulled from.

All of them keep the same ops in batches of the same size; each speaks its own protocol, and is set up as its makers
say. They come from package registries (`tools/peers.py`).
"""
