"""What stands on the page of a plan or commission beside what every case has."""
