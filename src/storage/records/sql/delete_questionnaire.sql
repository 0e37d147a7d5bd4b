DELETE FROM questionnaires WHERE survey = :survey AND version = :version
