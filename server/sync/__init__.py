"""The heart: takes batches of operations, one transaction each, and keeps what is counted from them."""
