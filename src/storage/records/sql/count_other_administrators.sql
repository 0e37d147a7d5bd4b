SELECT count(*) FROM users WHERE role = 'administrator' AND id <> :id
