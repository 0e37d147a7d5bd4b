UPDATE users SET email = :email, name = :name, role = :role, password = :password, language = :language,
  theme = :theme, single_keys = :single_keys
WHERE id = :id
