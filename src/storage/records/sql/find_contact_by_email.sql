SELECT id FROM contacts WHERE email = :email ORDER BY id LIMIT 1
