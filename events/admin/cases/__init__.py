"""An event as a case: what has happened to it, and what can be done."""
