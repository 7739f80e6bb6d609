"""What the directive orders: statements, obligations, due instants, weekly reports, reminders, documents."""
