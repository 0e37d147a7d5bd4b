UPDATE responses SET status = :status, seq = :seq, page = :page, day = :day, changed_at = :changed_at, finished_at = 
:finished_at, language = :language, attributes = :attributes, answers = :answers, comment = :comment, search = :search, 
score = :score, consent = :consent, body_hash = :body_hash
WHERE id = :id AND survey = :survey AND version = :version AND status = 'started'
