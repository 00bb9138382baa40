"""The table of facts about the database itself."""

from sqlmodel import Field, SQLModel


class Meta(SQLModel, table=True):
    """Small facts about the database itself, such as the version of the directory."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str
