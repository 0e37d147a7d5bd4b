INSERT INTO contacts (id, account, name, email, role, language, attributes)
VALUES (:id, :account, :name, :email, :role, :language, :attributes)
ON CONFLICT (id) DO UPDATE SET account = excluded.account, name = excluded.name, email = excluded.email,
  role = excluded.role, language = excluded.language, attributes = excluded.attributes
