"""What the dashboards count, one file a topic (`portal.topics` names them)."""
