"""An example of everything that is sent and answered; a test holds each to its shape."""

from typing import Any

CASE_ID = "8f14e45f-ceea-467f-a8c2-1d1d0f3b6a55"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_PACKAGE: dict[str, Any] = {
    "id": "ekonomiskt-bistand",
    "version": "1.0.0",
    "digest": DIGEST,
    "name": {"sv": "Ekonomiskt bistånd", "en": "Income support"},
    "summary": {"sv": "Hjälp till försörjningen.", "en": "Help with living costs."},
    "published_at": "2025-11-01T08:00:00.000Z",
}
PACKAGES = {
    "items": [_PACKAGE],
    "next": "/api/v1/packages?limit=1&cursor=WyJla29ub21pc2t0LWJpc3RhbmQiXQ.c2ln",
}
PACKAGE = _PACKAGE | {
    "owner": "Allmänning",
    "contact": "Allmänning",
    "licence": "EUPL-1.2",
    "reviewed_on": "2025-11-01",
    "period": "month",
    "appeal": {"route": "förvaltningsrätten", "weeks": 3, "law": "SoL (2025:400) 35 kap. 1 §"},
    "appeals_instead": [],
    "automation": {"allowed": True, "outcomes": ["bifall"], "law": "KL (2017:725) 6 kap. 37 §"},
    "handling": {"target_days": 14, "retention_years": 5, "law": "SoL (2025:400) 16 kap. 1 §"},
    "outcomes": {"granted": ["bifall"], "partly": ["delvis bifall"], "refused": ["avslag"]},
    "organisations": ["mittkoping", "norrhamn"],
}
_RENT: dict[str, Any] = {
    "fact": "hyra",
    "kind": "money",
    "who": "resident",
    "text": {"sv": "Hur mycket betalar du i hyra?", "en": "How much rent do you pay?"},
    "help": {"sv": "Se senaste hyresavin.", "en": "See your latest rent notice."},
    "why": {
        "sv": "Hyran är en del av det som bistånd kan ges till.",
        "en": "Rent is part of what support can cover.",
    },
    "page": "boende",
    "minimum": 0,
    "maximum": 5000000,
    "options": [],
    "unit": {"sv": "", "en": ""},
    "evidence": {"sv": "Hyresavi", "en": "Rent notice"},
}
QUESTIONS = {"package": "ekonomiskt-bistand", "version": "1.0.0", "items": [_RENT]}
PARAMETERS = {
    "package": "ekonomiskt-bistand",
    "version": "1.0.0",
    "organisation": "mittkoping",
    "national": [
        {
            "name": "riksnorm_ensam",
            "text": {"sv": "Riksnorm för en ensamstående", "en": "National norm for a single person"},
            "type": "Money",
            "periods": [
                {
                    "valid_from": "2025-01-01",
                    "valid_to": "2025-12-31",
                    "law": "SoF (2025:468) 12 kap. 2 §",
                    "source": "SoF (2025:468)",
                    "cells": [{"key": None, "value": 391000, "status": "confirmed"}],
                }
            ],
        }
    ],
    "local": [
        {
            "name": "högsta_hyra",
            "text": {"sv": "Högsta godtagbara hyra", "en": "Highest acceptable rent"},
            "type": "Table[int, Money]",
            "unit": "kr/månad",
            "decided_by": "socialnämnden",
            "law": "SoL (2025:400) 12 kap. 7 §",
            "minimum": 0,
            "maximum": 3000000,
            "value": {"1": 750000, "2": 850000},
        }
    ],
}
EXAMPLES = {
    "package": "ekonomiskt-bistand",
    "version": "1.0.0",
    "items": [
        {
            "name": "Ensam utan inkomst",
            "on": "2025-11-01",
            "source": "SoF (2025:468) 12 kap. 2 §",
            "facts": {"sammanboende": False, "hyra": 650000},
            "expect": {"riksnorm": 5180, "beslut": "bifall"},
        }
    ],
}
ASK = {
    "on": "2025-11-01",
    "organisation": "mittkoping",
    "facts": {"sammanboende": False, "barn": [{"ålder": 5}]},
}
ASKED = {
    "package": "ekonomiskt-bistand",
    "version": "1.0.0",
    "on": "2025-11-01",
    "organisation": "mittkoping",
    "outcome": None,
    "amount": None,
    "next": "hyra",
    "open": ["hyra"],
    "judgements": [],
    "questions": [_RENT],
}
DECIDE = {"on": "2025-11-01", "organisation": "mittkoping", "facts": {"sammanboende": False, "hyra": 650000}}
DECIDED = {
    "package": "ekonomiskt-bistand",
    "version": "1.0.0",
    "on": "2025-11-01",
    "organisation": "mittkoping",
    "outcome": "bifall",
    "amount": 1168000,
    "open": [],
    "judgements": [],
    "automatic": True,
    "hindrances": [],
    "items": [
        {
            "id": "hyra",
            "name": {"sv": "Hyra", "en": "Rent"},
            "requested": 650000,
            "granted": 650000,
            "status": "granted",
            "law": "SoL (2025:400) 12 kap. 7 §",
        }
    ],
    "explanation": {
        "name": "bistånd",
        "label": {"sv": "Bistånd", "en": "Support"},
        "text": {"sv": "Bistånd: behovet minus inkomsterna.", "en": "Support: the need less the income."},
        "value": "11 680 kr",
        "because": None,
        "law": "SoL (2025:400) 12 kap. 1 §",
        "derived": False,
        "facts": [{"path": "hyra", "label": {"sv": "Hyra", "en": "Rent"}, "value": "6 500 kr"}],
        "parameters": [
            {
                "name": "riksnorm_ensam",
                "label": {"sv": "Riksnorm för en ensamstående", "en": "National norm for a single person"},
                "value": "5 180 kr",
                "law": "SoF (2025:468) 12 kap. 2 §",
                "source": "SoF (2025:468)",
                "status": "confirmed",
                "local": False,
            }
        ],
        "parts": [],
    },
}
_LINE: dict[str, Any] = {
    "id": CASE_ID,
    "number": "MK-2025-000123",
    "organisation": "mittkoping",
    "package": "ekonomiskt-bistand",
    "as_of": "2025-11-01",
    "status": "submitted",
    "created_at": "2025-11-03T09:02:10.000Z",
    "submitted_at": "2025-11-03T09:15:00.000Z",
    "due_on": "2025-11-17",
    "closed_at": None,
    "proposed_outcome": "bifall",
    "proposed_amount": 1168000,
}
CASES = {"items": [_LINE], "next": "/api/v1/cases?limit=1&cursor=WyIyMDI1LTExLTAzIiwiOGYxNCJd.c2ln"}
CASE = _LINE | {
    "version": 3,
    "applicant": "Anna Andersson",
    "facts": [
        {"name": "hyra", "value": 650000, "source": "resident", "stated_at": "2025-11-03T09:10:00.000Z"}
    ],
    "next_question": None,
    "open": [],
}
START = {"organisation": "mittkoping", "package": "ekonomiskt-bistand", "as_of": "2025-11-01"}
DRAFT = CASE | {
    "number": "",
    "status": "draft",
    "submitted_at": None,
    "due_on": None,
    "proposed_outcome": None,
    "proposed_amount": None,
    "version": 0,
    "facts": [],
    "next_question": "hyra",
    "open": ["hyra"],
}
SAVE = {"version": 0, "facts": {"hyra": 650000, "barn[0].ålder": 5}}
SAVED = {"version": 1, "outcome": "bifall", "amount": 1168000, "next_question": None, "open": []}
SUBMIT = {"version": 1}
RECEIPT = {"case": CASE_ID, "number": "MK-2025-000123", "decided": True}
DECISIONS = {
    "items": [
        {
            "id": 41,
            "outcome": "bifall",
            "amount": 1168000,
            "is_automatic": True,
            "taken_by": "",
            "ground": "KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41",
            "reason": "",
            "provisions": ["SoL (2025:400) 12 kap. 1 §"],
            "appeal": {"route": "förvaltningsrätten", "weeks": 3, "law": "SoL (2025:400) 35 kap. 1 §"},
            "appeals_instead": [],
            "appeal_until": "2025-11-24",
            "decided_at": "2025-11-03T09:15:00.000Z",
            "served_on": "2025-11-03",
        }
    ]
}
JOURNAL = {
    "items": [
        {
            "sequence": 2,
            "happened_at": "2025-11-03T09:15:00.000Z",
            "action": "submitted",
            "actor_kind": "resident",
            "actor": "Anna Andersson",
            "ground": "the applicant",
            "payload_digest": DIGEST,
            "hash": DIGEST,
        }
    ]
}
EFFECTS = {
    "organisation": "mittkoping",
    "year": 2025,
    "items": [
        {
            "package": "ekonomiskt-bistand",
            "version": "1.0.0",
            "decisions": 412,
            "automatic": 131,
            "in_time": 398,
            "median_days": 3.2,
            "slow_days": 11.5,
            "outcomes": [
                {"outcome": "bifall", "decisions": 360, "automatic": 131},
                {"outcome": "avslag", "decisions": 52, "automatic": 0},
            ],
        }
    ],
}
CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "allm_1a2b3c4d5e6f",
    "client_secret": "the secret that was shown once",
    "scope": "cases:read",
}
TOKEN = {
    "access_token": "token.eyJleGFtcGxlIn0.1abc23.c2lnbmF0dXJl",
    "token_type": "Bearer",
    "expires_in": 600,
    "scope": "cases:read",
}
PROBLEM = {
    "type": "/api/#scope-missing",
    "title": "Behörigheten saknas",
    "status": 403,
    "detail": "Nyckeln saknar behörigheten som står i scope.",
    "instance": "/api/v1/cases",
    "scope": "cases:read",
}
