"""Pre: creates cases and all that belongs to them; nothing that runs needs to change before it."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_create_swedish_sort_key"),
        ("catalogue", "0001_create_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("package_id", models.CharField(max_length=100)),
                (
                    "as_of",
                    models.DateField(
                        help_text="the day that chooses rules and amounts; the first of the month applied for"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="such as MK-2025-000123; given when sent", max_length=20
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("assessing", "Assessing"),
                            ("completion", "Completion"),
                            ("decided", "Decided"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, help_text="counts every change of a fact"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "due_on",
                    models.DateField(
                        help_text="the organisation's own target, handling.target_days of the package",
                        null=True,
                    ),
                ),
                ("closed_at", models.DateTimeField(help_text="decided or withdrawn", null=True)),
                (
                    "assignee_name",
                    models.CharField(
                        blank=True,
                        help_text="kept beside, since the applicant may not read the staff's rows",
                        max_length=201,
                    ),
                ),
                (
                    "proposed_outcome",
                    models.CharField(
                        blank=True, help_text="of the last assessment; empty = open", max_length=100
                    ),
                ),
                ("proposed_amount", models.BigIntegerField(help_text="öre", null=True)),
                ("journal_length", models.PositiveIntegerField(default=0)),
                (
                    "journal_head",
                    models.CharField(blank=True, help_text="hash of the last event", max_length=64),
                ),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.adoption"
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("local", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("as_of", models.DateField()),
                ("facts", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "facts_digest",
                    models.CharField(help_text="sha256 of the facts as canonical JSON", max_length=64),
                ),
                (
                    "result",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="as `allmanning decide` prints it",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.release"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("completion", "Completion"), ("communication", "Communication")],
                        default="completion",
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("asked_by", models.CharField(max_length=201)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completions",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(max_length=100)),
                (
                    "amount",
                    models.BigIntegerField(help_text="öre; a month or once, as the package says", null=True),
                ),
                ("is_automatic", models.BooleanField()),
                ("taken_by_name", models.CharField(max_length=201)),
                ("ground", models.CharField(help_text="by what delegation it was taken", max_length=400)),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text='where it departs from the proposal: [{"what": "outcome", "from": …, "to": …}]',
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="the caseworker's own words")),
                (
                    "provisions",
                    models.JSONField(help_text="the paragraphs applied, as text, in the order they mattered"),
                ),
                (
                    "circumstances",
                    models.JSONField(
                        help_text='what decided: [{"path", "label", "value", "source", "stated_on"}]'
                    ),
                ),
                (
                    "items",
                    models.JSONField(
                        help_text='[{"id", "name", "requested", "granted", "status", "reason", "law"}], öre'
                    ),
                ),
                ("appeal_route", models.CharField(max_length=40)),
                ("appeal_weeks", models.PositiveSmallIntegerField()),
                ("appeal_law", models.CharField(blank=True, max_length=100)),
                ("decided_at", models.DateTimeField()),
                ("served_on", models.DateField(help_text="the day the party got the decision", null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.assessment"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="cases.case"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["decided_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        help_text="the worker's name for it, such as letters.write_decision", max_length=100
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("attempted_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="the last failure, without personal data", max_length=400
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="cases.case",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.decision",
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
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(help_text="1, 2, 3 … within the case")),
                ("happened_at", models.DateTimeField()),
                ("action", models.CharField(max_length=40)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_name", models.CharField(max_length=201)),
                ("ground", models.CharField(help_text="what permission it was done with", max_length=400)),
                (
                    "payload",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("payload_digest", models.CharField(max_length=64)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "value",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="as in a package's JSON: money in öre, days as text",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("resident", "Resident"),
                            ("register", "Register"),
                            ("caseworker", "Caseworker"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stated_by", models.CharField(help_text="the name of who stated it", max_length=201)),
                ("stated_at", models.DateTimeField()),
                (
                    "version",
                    models.PositiveIntegerField(help_text="the case's version when it was last stated"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("request_digest", models.CharField(max_length=64)),
                (
                    "response",
                    models.JSONField(
                        help_text="identities of what the request made; no personal data", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="a name in the package's letters: decision, communication …", max_length=20
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(default="sv", max_length=5)),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="cases.case"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "number series",
            },
        ),
        migrations.CreateModel(
            name="ReadLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=201)),
                ("page", models.CharField(max_length=40)),
                ("ground", models.CharField(max_length=400)),
                ("read_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reads",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=201)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("application", "Application"), ("decision", "Decision")], max_length=12
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="sha256 of what was signed, as canonical JSON", max_length=64),
                ),
                (
                    "method",
                    models.CharField(help_text="demo, or the name of the e-identification", max_length=40),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="decision",
            name="signature",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.signature"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["submitted", "assessing", "completion"])),
                fields=["organisation", "due_on", "id"],
                name="worklist_by_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["submitted", "assessing", "completion"])),
                fields=["assignee", "due_on", "id"],
                name="worklist_of_one_caseworker",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation", "-submitted_at", "id"], name="worklist_by_submission"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["decided", "withdrawn"])),
                fields=["organisation", "-closed_at", "-id"],
                name="worklist_of_the_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["applicant", "-created_at"], name="own_cases"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("organisation", "number"),
                name="one_case_of_each_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "draft")),
                fields=("applicant", "organisation", "package_id", "as_of"),
                name="one_draft_for_each_application",
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("case",),
                name="one_open_completion_for_each_case",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "done"), _negated=True),
                fields=["organisation", "created_at"],
                name="deliveries_not_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("case", "sequence"), name="one_event_in_each_place"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("case", "name"), name="one_value_of_each_fact"),
        ),
        migrations.AddConstraint(
            model_name="idempotencykey",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_answer_to_each_key"),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(fields=("organisation", "year"), name="one_series_a_year"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["case", "-read_at"], name="reads_of_a_case"),
        ),
    ]
