"""The limits that the server advertises to every client (protocol §2); what is larger is refused, never lost."""

MAX_OPS = 200
MAX_BYTES = 262_144  # of a body, inflated
MAX_OP_BYTES = 8_192  # of one op as sent, in UTF-8

LIMITS = {"max_ops": MAX_OPS, "max_bytes": MAX_BYTES, "max_op_bytes": MAX_OP_BYTES}
