SELECT count(*) FROM responses WHERE survey = :survey AND version = :version
