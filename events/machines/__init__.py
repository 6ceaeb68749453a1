"""What machines read of the programme: JSON, CSV, RSS, open data, and what search engines ask."""
