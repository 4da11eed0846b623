from accounts.models import User

SYSTEM_EMAIL = "{name}@system.invalid"


def is_of_system(email: str) -> bool:
    """Whether the address is one that only system users have."""
    return email.strip().lower().endswith(SYSTEM_EMAIL.format(name=""))


def system_user(name: str) -> User:
    """The named user on whose behalf a job acts, made on first use. It can never sign in."""
    email = SYSTEM_EMAIL.format(name=name)
    user, created = User.objects.get_or_create(
        email=email, defaults={"name": f"System ({name})", "is_system": True, "is_active": False}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
