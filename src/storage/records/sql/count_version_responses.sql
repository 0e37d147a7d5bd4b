SELECT count(*) FROM responses WHERE survey = :survey AND version = :version AND (:scope = '' OR partner = :scope)
