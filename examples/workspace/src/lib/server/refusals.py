"""What a page gets when an action could not do what was asked."""

from typing import NotRequired, TypedDict

from pydantic import BaseModel


class Refused(TypedDict):
    """A message for the whole form, messages by field, and what was typed."""

    message: NotRequired[str]
    errors: NotRequired[dict[str, str]]
    values: NotRequired[dict[str, str]]


def refused(form: BaseModel, message: str = "", **errors: str) -> Refused:
    """The form as it was sent, with what is wrong about it.

    Args:
        message: about all of it.
        **errors: about single fields.
    """
    refusal: Refused = {"values": form.model_dump(), "errors": errors}
    if message:
        refusal["message"] = message
    return refusal
