"""Pre: boards record lines of their delegation order and end them; the release before writes none but as the owner."""

from django.db import migrations, models

# Whose board the actor sits in, as their own rows say.
BOARDS = """
CREATE FUNCTION app_boards() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership
    WHERE person_id = app_person() AND role = 'board';
END;
"""

# A member of the board sees no colleague's row, which would show a personal number; here is an id and a name, and no more.
DELEGATES = """
CREATE FUNCTION app_delegates(organisation bigint) RETURNS TABLE (person uuid, called text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.id, btrim(p.given_name || ' ' || p.family_name) FROM accounts_person p
    WHERE organisation = ANY (app_boards()) AND EXISTS (SELECT 1 FROM accounts_membership m
        WHERE m.person_id = p.id AND m.organisation_id = organisation AND m.role IN ('caseworker', 'team_leader'));
$$;
"""

POLICIES = """
CREATE POLICY records ON accounts_delegation FOR INSERT WITH CHECK (
    organisation_id = ANY ((SELECT app_boards())::bigint[]) AND recorded_at IS NOT NULL AND ended_at IS NULL
    AND (person_id IS NULL OR person_id IN (SELECT person FROM app_delegates(organisation_id)))
);
CREATE POLICY ends ON accounts_delegation FOR UPDATE
    USING (organisation_id = ANY ((SELECT app_boards())::bigint[]) AND ended_at IS NULL)
    WITH CHECK (organisation_id = ANY ((SELECT app_boards())::bigint[])
        AND ended_at IS NOT NULL AND valid_to IS NOT NULL AND btrim(ended_reference) <> '');
"""

# A policy cannot hold what is written against what stood there.
NEVER_LONGER = """
CREATE FUNCTION accounts_delegation_never_longer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to THEN
        RAISE EXCEPTION 'a line of the delegation order is ended, never prolonged' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_longer BEFORE UPDATE OF valid_to ON accounts_delegation
    FOR EACH ROW WHEN (OLD.valid_to IS NOT NULL) EXECUTE FUNCTION accounts_delegation_never_longer();
"""

UNDO = """
DROP TRIGGER never_longer ON accounts_delegation;
DROP FUNCTION accounts_delegation_never_longer();
DROP POLICY ends ON accounts_delegation;
DROP POLICY records ON accounts_delegation;
DROP FUNCTION app_delegates(bigint);
DROP FUNCTION app_boards();
"""

WORDS = {
    "recorded_method": (120, "how and when they were identified"),
    "ended_reference": (100, "the board's decision to end it"),
    "ended_method": (120, ""),
    "recorded_by": (201, ""),
    "ended_by": (201, ""),
}
MOMENTS = {
    "recorded_at": "empty of lines written by the tables' owner",
    "ended_at": "when it was recorded; the last day is valid_to",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_add_method_of_signature")]

    operations = [
        *(
            migrations.AddField(
                "delegation",
                name,
                models.CharField(max_length=most, help_text=told, blank=True, default="", db_default=""),
            )
            for name, (most, told) in WORDS.items()
        ),
        *(
            migrations.AddField("delegation", name, models.DateTimeField(null=True, help_text=told))
            for name, told in MOMENTS.items()
        ),
        migrations.RunSQL(BOARDS + DELEGATES + POLICIES + NEVER_LONGER, UNDO),
    ]
