"""A file sent to a browser: saved, never shown, so that nothing in it can act on our pages."""

from django.http import StreamingHttpResponse
from django.utils.csp import CSP
from django.utils.http import content_disposition_header

from allmanning.cases.files.reading import OpenFile

ALONE = "default-src 'none'; sandbox"


def download(file: OpenFile) -> StreamingHttpResponse:
    """Piece by piece, with a policy of its own for a browser that would open it all the same."""
    answer = StreamingHttpResponse(file.pieces, content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Content-Length"] = str(file.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer[str(CSP.HEADER_ENFORCE)] = ALONE
    return answer
