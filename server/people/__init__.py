"""Who may do what: people, memberships, devices, invites, sessions, the scope filter, the audit trail."""
