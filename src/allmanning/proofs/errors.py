"""What can go wrong with a proof, for the person at the command line."""


class ProofError(Exception):
    """Nothing can be proved. The message says what to do."""


class MissingExtraError(ProofError):
    """The solver is not installed."""

    def __init__(self) -> None:
        super().__init__("Proving needs the extra 'prove'. Install it: pip install 'allmanning[prove]'")


class UnsafeRulesError(ProofError):
    """A household could lead the rules outside a table or into a share of nothing, so nothing holds for everybody."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. Nothing can be proved of rules that can fail; allmanning check says where")
