SELECT id, name FROM accounts
