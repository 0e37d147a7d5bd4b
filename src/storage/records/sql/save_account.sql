INSERT INTO accounts (id, name, search, segment, partner, tenure, attributes)
VALUES (:id, :name, :search, :segment, :partner, :tenure, :attributes)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, search = excluded.search, segment = excluded.segment,
  partner = excluded.partner, tenure = excluded.tenure, attributes = excluded.attributes
