"""The rows of an application: what a person fills in of one, and how it is kept."""
