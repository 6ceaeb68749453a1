"""The verbs: the only code that writes a state. Each runs in one transaction of its own."""
