"""From a run log to every report format."""
