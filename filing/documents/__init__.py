"""What is read, printed and sent: an application and the papers that come of it."""
