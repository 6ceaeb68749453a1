"""What the organiser's desk prepares before it answers."""
