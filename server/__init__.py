"""Gõ Cửa's server: takes the operations that phones send, keeps their set, and computes every figure from it."""
