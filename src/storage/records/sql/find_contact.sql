SELECT id, account, name, email, role, language, attributes FROM contacts WHERE id = :id
