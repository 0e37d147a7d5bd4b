SELECT id, name, segment, partner, tenure, attributes FROM accounts WHERE id = :id
