def load(event):
    rows = []
    for number in range(1, 51):
        role = "admin" if number % 10 == 0 else "member"
        rows.append(
            {
                "id": number,
                "name": f"Person {number} <&>",
                "mail": f"person{number}@example.com",
                "role": role,
            }
        )
    return {"rows": rows}
