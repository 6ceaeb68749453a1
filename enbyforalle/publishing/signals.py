from django.dispatch import Signal

# Sent in the transaction of every public change, before the generation rises.
# Arguments: what (a short English verb phrase), instance (the row, or None), by (a user, or None).
public_change = Signal()
