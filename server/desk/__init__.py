"""What the desk's pages read and change across several rooms: lists, directory, review and admin."""
