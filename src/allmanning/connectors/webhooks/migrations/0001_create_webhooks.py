"""Pre: subscriptions, and a message for each whenever the journal grows; while nobody subscribes nothing is written."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

OPERATES = "organisation_id = ANY ((SELECT app_operates())::bigint[])"
# Only a machine acts without being a person.
MACHINE = "(SELECT app_person()) IS NULL AND organisation_id = ANY ((SELECT app_organisations())::bigint[])"

WHO_OPERATES = """
CREATE FUNCTION app_operates() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership
    WHERE person_id = app_person() AND role = 'operator';
END;
"""

PROTECT = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY may_select ON {table} FOR SELECT USING ({OPERATES} OR {MACHINE});
CREATE POLICY may_insert ON {table} FOR INSERT WITH CHECK ({written});
CREATE POLICY may_update ON {table} FOR UPDATE USING ({OPERATES} OR {MACHINE}) WITH CHECK ({OPERATES} OR {MACHINE});
"""
    for table, written in {
        "webhooks_subscription": OPERATES,
        # An operator writes tests alone; what happened to a case only the database tells, below.
        "webhooks_message": f"{OPERATES} AND case_id IS NULL",
    }.items()
)

# Deferred to the end of the act, when the case is as the act leaves it. Runs as the owner of the tables, since whoever acts
# (a resident, say) sees no subscription.
ANNOUNCE = """
CREATE FUNCTION webhooks_announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO webhooks_message (organisation_id, subscription_id, case_id, sequence, action, happened_at, number,
        package_id, case_status, state, attempts, due_at, error, handled_by)
    SELECT s.organisation_id, s.id, c.id, NEW.sequence, NEW.action, NEW.happened_at, c.number,
        c.package_id, c.status, 'waiting', 0, NEW.happened_at, '', ''
    FROM webhooks_subscription s JOIN cases_case c ON c.organisation_id = s.organisation_id
    WHERE c.id = NEW.case_id AND c.submitted_at IS NOT NULL AND s.removed_at IS NULL
        AND NEW.action = ANY (s.actions) AND NEW.happened_at >= s.created_at
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER announce AFTER INSERT ON cases_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION webhooks_announce();
"""

# Of all organisations at once, and so ids alone.
DUE = """
CREATE FUNCTION webhooks_due(moment timestamptz) RETURNS TABLE (organisation_id bigint, subscription_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT s.organisation_id, s.id FROM webhooks_subscription s
    WHERE s.removed_at IS NULL AND s.paused_at IS NULL
        AND (s.rest_until IS NULL OR s.rest_until <= moment) AND (s.busy_until IS NULL OR s.busy_until <= moment)
        AND EXISTS (SELECT 1 FROM webhooks_message m
            WHERE m.subscription_id = s.id AND m.state = 'waiting' AND m.due_at <= moment
                AND NOT EXISTS (SELECT 1 FROM webhooks_message e
                    WHERE e.subscription_id = m.subscription_id AND e.case_id = m.case_id
                        AND e.sequence < m.sequence AND e.state IN ('waiting', 'dead')))
    ORDER BY s.id;
$$;
CREATE FUNCTION webhooks_forget(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH gone AS (
        DELETE FROM webhooks_message
        WHERE state IN ('delivered', 'dropped') AND coalesce(attempted_at, happened_at) < before RETURNING 1
    ) SELECT count(*) FROM gone;
$$;
"""

UNDO = (
    """
DROP FUNCTION webhooks_forget(timestamptz);
DROP FUNCTION webhooks_due(timestamptz);
DROP TRIGGER announce ON cases_event;
DROP FUNCTION webhooks_announce();
"""
    + "".join(
        f"DROP POLICY {policy} ON {table};\n"
        for table in ("webhooks_message", "webhooks_subscription")
        for policy in ("may_update", "may_insert", "may_select", "owner")
    )
    + "DROP FUNCTION app_operates();\n"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_create_delegations"),
        ("cases", "0006_add_control_by_another"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(help_text="what the operator calls the system", max_length=100)),
                ("address", models.CharField(max_length=500)),
                (
                    "actions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        help_text="the journal's words for what it wants to know",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        help_text="where our own pages are, such as https://host/", max_length=200
                    ),
                ),
                ("sealed_secret", models.TextField(help_text="encrypted with a key outside the database")),
                (
                    "sealed_previous",
                    models.TextField(blank=True, help_text="signed with as well, until previous_until"),
                ),
                ("previous_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_by", models.CharField(max_length=201)),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "paused_because",
                    models.CharField(
                        blank=True, choices=[("person", "Person"), ("gone", "Gone")], max_length=10
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.CharField(blank=True, max_length=201)),
                ("last_delivered_at", models.DateTimeField(null=True)),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, help_text="times in a row that nobody answered"),
                ),
                (
                    "rest_until",
                    models.DateTimeField(help_text="nobody answered; left alone until then", null=True),
                ),
                (
                    "busy_until",
                    models.DateTimeField(
                        help_text="a worker is sending; if it dies, another may from then", null=True
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        help_text="the event's place in the case's journal", null=True
                    ),
                ),
                ("action", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("number", models.CharField(blank=True, max_length=20)),
                ("package_id", models.CharField(blank=True, max_length=100)),
                (
                    "case_status",
                    models.CharField(blank=True, help_text="of the case after the act", max_length=12),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("dead", "Dead"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(help_text="not tried before")),
                ("attempted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.PositiveSmallIntegerField(help_text="the receiver's HTTP status", null=True),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="a word of ours; nothing that the receiver said", max_length=20
                    ),
                ),
                (
                    "handled_by",
                    models.CharField(blank=True, help_text="who sent it again or gave it up", max_length=201),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="webhooks.subscription",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["subscription", "due_at", "id"],
                        name="messages_due",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "dead"])),
                        fields=["subscription", "case", "sequence"],
                        name="messages_in_order",
                    ),
                    models.Index(fields=["subscription", "-attempted_at"], name="messages_lately"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence", "subscription"), name="one_message_of_each_event"
                    )
                ],
            },
        ),
        migrations.RunSQL(WHO_OPERATES + PROTECT + ANNOUNCE + DUE, UNDO),
    ]
