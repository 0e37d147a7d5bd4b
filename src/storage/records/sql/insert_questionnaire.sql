INSERT INTO questionnaires (survey, version, document, created_at, created_by)
VALUES (:survey, :version, :document, :at, :actor)
