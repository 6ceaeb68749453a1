"""The organiser's desk: own events, the form, the facts of the day."""
