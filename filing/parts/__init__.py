"""What stands on the page of a filing beside what every case has: one part, one file."""
